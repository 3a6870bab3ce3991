/*
 * The milestone's two-slot protocol (viewport.md#two-slots), for the model
 * checker spin: what the default exists to end.
 *
 *   CI/model.sh          runs this
 *
 * A writer draws FRAMES pictures and may die at any step, up to CRASHES times; its successor goes
 * on. Without a definition the reader is as slow as it likes, and the picture tears.
 *
 *   TIMELY  look and copy are one step, as if the writer were always far away: nothing tears
 *   LABELS  the id that the counter gives must be the picture's: it is not, also when TIMELY
 */

#ifndef FRAMES
#define FRAMES 4
#endif
#ifndef CRASHES
#define CRASHES 1
#endif

/* The region. */
byte lastComplete;
byte frameID;
byte upper[2];
byte lower[2];

bool torn, mislabelled;

inline judge() {
    assert(!torn);
    assert(!mislabelled)
}

#define MAY_DIE if :: skip :: crashes < CRASHES -> crashes++; goto born fi

active proctype Writer() {
    byte slot, id, crashes;

born:
    do
    :: frameID >= FRAMES -> break
    :: frameID < FRAMES ->
        slot = 1 - lastComplete;
        id = frameID + 1;
        upper[slot] = id;
        MAY_DIE;
        lower[slot] = id;
        MAY_DIE;
        lastComplete = slot;
        MAY_DIE;
        frameID++;
        MAY_DIE
    od
}

inline read() {
    first = upper[slot];
    torn = torn || lower[slot] != first;
#ifdef LABELS
    mislabelled = mislabelled || first != id;
#endif
    last = id;
    judge()
}

active proctype Reader() {
    byte slot, id, last, first;

end:
    do
#ifdef TIMELY
    :: d_step {
        slot = lastComplete;
        id = frameID;
        if
        :: id != last -> read()
        :: else
        fi
    }
#else
    :: slot = lastComplete;
        id = frameID;
        if
        :: id != last -> read()
        :: else
        fi
#endif
    od
}
