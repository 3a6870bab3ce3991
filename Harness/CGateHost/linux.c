#include "CGateHost.h"
