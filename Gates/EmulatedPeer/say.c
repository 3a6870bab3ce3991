// What is said: lines of JSON on standard output, flushed one by one.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "peer.h"

static void text(const char *from) {
    putchar('"');
    for (; *from != '\0'; from++) {
        const unsigned char byte = (unsigned char)*from;
        if (byte == '"' || byte == '\\') {
            printf("\\%c", byte);
        } else if (byte < 0x20 || byte > 0x7E) {
            printf("\\u%04x", byte);
        } else {
            putchar(byte);
        }
    }
    putchar('"');
}

static void close_line(void) {
    puts("}}");
    fflush(stdout);
}

static void sentence(const char *kind, const char *class, const char *format, va_list list) {
    char words[512];
    vsnprintf(words, sizeof words, format, list);
    printf("{\"%s\":{\"_0\":{\"kind\":\"%s\",\"text\":", kind, class);
    text(words);
    putchar('}');
    close_line();
}

void say_fact(const char *key, const char *format, ...) {
    char words[512];
    va_list list;
    va_start(list, format);
    vsnprintf(words, sizeof words, format, list);
    va_end(list);
    printf("{\"fact\":{\"_0\":{\"key\":");
    text(key);
    printf(",\"value\":");
    text(words);
    putchar('}');
    close_line();
}

void say_violation(const char *kind, const char *format, ...) {
    va_list list;
    va_start(list, format);
    sentence("violation", kind, format, list);
    va_end(list);
}

void say_fault(const char *format, ...) {
    va_list list;
    va_start(list, format);
    sentence("fault", "harness", format, list);
    va_end(list);
    say_end();
    exit(0);
}

void say_end_of_subject(const char *kind, const char *format, ...) {
    va_list list;
    va_start(list, format);
    sentence("violation", kind, format, list);
    va_end(list);
    say_end();
    exit(0);
}

void say_samples(const char *metric, const char *unit, const double *values, size_t count) {
    for (size_t done = 0; done < count;) {
        const size_t part = count - done < 500 ? count - done : 500;
        printf("{\"samples\":{\"_0\":{\"metric\":\"%s\",\"unit\":\"%s\",\"warmup\":false,\"values\":[",
               metric, unit);
        for (size_t i = 0; i < part; i++) printf("%s%.9g", i == 0 ? "" : ",", values[done + i]);
        printf("]}");
        close_line();
        done += part;
    }
}

void say_count(const char *metric, int value) {
    const double one = value;
    say_samples(metric, "count", &one, 1);
}

void say_trial(const char *metric, bool holds) { say_count(metric, holds ? 0 : 1); }

void say_end(void) {
    puts("{\"end\":{}}");
    fflush(stdout);
}
