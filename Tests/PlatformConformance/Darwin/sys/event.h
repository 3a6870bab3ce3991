// In mock.h.
