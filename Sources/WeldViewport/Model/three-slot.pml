/*
 * The three-slot protocol (viewport.md#the-default), for the model checker spin.
 *
 *   CI/model.sh          runs this and everything that it must refute
 *
 * A writer draws FRAMES pictures and may die at any step, up to CRASHES times; each time the
 * region's owner finds the dead one's slot and a successor goes on. A reader looks for ever. Its
 * own death needs no step of the model: it is the executions in which it is not scheduled again.
 *
 * Having read a picture itself, the reader may hand its slot to a device, once or twice (the
 * picture shown again). The device reads it when it likes, place by place, and passes a fence after
 * each reading; the reader takes nothing while a fence is to come. The slot is in flight meanwhile.
 *
 * A picture is three places, each written and read in a step of its own: record, upper half, lower
 * half. Spin is sequentially consistent, so the model itself moves accesses where a missing order
 * would let them go:
 *
 *   WRITER_NOT_RELEASING  a slot's write happens after the exchange that gives the slot away
 *   READER_NOT_ACQUIRING  a slot's read happens before the exchange that takes it
 *   READER_NOT_RELEASING  a slot's read happens after the exchange that gives it back
 *   WRITER_NOT_ACQUIRING  a slot's write happens before the exchange that takes it
 *
 * Other mutations:
 *
 *   WRITER_NO_EXCHANGE    the writer loads and stores the mailbox in two steps
 *   READER_NO_EXCHANGE    so does the reader
 *   WRITER_FORGETS_NEW    the writer does not say that its picture is new
 *   READER_FORGETS_NEW    the reader does not look whether it is
 *   MIRROR_DECIDES        the successor believes the dead writer's mirror
 *   HASTY_SUCCESSION      the owner looks at the reader's slot only once
 *   READER_IGNORES_FENCE  the reader takes a picture while the device reads the one before
 *   FENCE_TOO_EARLY       the fence passes before the device's last read, as without a release
 *   LEASES_UNCOUNTED      the first fence stands for those of all readings of a picture
 *   SUCCESSION_TAKES_LENT the successor gets the slot in flight
 *
 * REACH turns the end of a whole run into a violation: it shows that the proof is not empty.
 */

#ifndef FRAMES
#define FRAMES 5
#endif
#ifndef CRASHES
#define CRASHES 2
#endif

#define NEW 4
#define UNSETTLED 4
#define SLOT(word) ((word) & 3)

/* The region. The generation of the mailbox decides nothing and is left out. */
byte mailbox = 1;
byte writerMirror = 0;
byte record[3];
byte upper[3];
byte lower[3];
/* In the owner's own memory. */
byte readerOwn = 2;
byte leases;
/* What the device was told to read and has not begun: slot and picture. */
chan handed = [2] of { byte, byte };

/* What only the proof knows: whose each slot is, and the newest published picture. */
#define WRITERS 0
#define MAILBOXS 1
#define READERS 2
byte owner[3];
byte published;

/* What must never be. */
bool torn, twice, backwards, stale, shared;

inline judge() {
    assert(!torn);
    assert(!twice);
    assert(!backwards);
    assert(!stale);
    assert(!shared)
}

/* The writer may die here. */
#define MAY_DIE if :: skip :: crashes < CRASHES -> crashes++; goto dead fi

active proctype Writer() {
    byte own, given, taken, id, guess, first, mail, crashes;
    bool late, early;

    d_step { owner[0] = WRITERS; owner[1] = MAILBOXS; owner[2] = READERS }

born:
    own = writerMirror;
    d_step {
        id = record[0];
        if :: record[1] > id -> id = record[1] :: else fi;
        if :: record[2] > id -> id = record[2] :: else fi;
        id++
    }
    do
    :: id > FRAMES -> goto finished
    :: id <= FRAMES ->
        MAY_DIE;
        d_step { shared = shared || owner[own] != WRITERS; judge() }
        if
        :: early -> early = false
        :: else -> upper[own] = id
        fi;
        MAY_DIE;
        late = false;
#ifdef WRITER_NOT_RELEASING
        if
        :: lower[own] = id
        :: late = true
        fi;
#else
        lower[own] = id;
#endif
        MAY_DIE;
        record[own] = id;
        MAY_DIE;
#ifdef WRITER_NOT_ACQUIRING
        if
        :: skip
        :: id < FRAMES -> guess = SLOT(mailbox); upper[guess] = id + 1; early = true
        fi;
#endif
#ifdef WRITER_NO_EXCHANGE
        taken = mailbox;
        MAY_DIE;
#endif
        d_step {
#ifndef WRITER_NO_EXCHANGE
            taken = mailbox;
#endif
#ifdef WRITER_FORGETS_NEW
            mailbox = own;
#else
            mailbox = own | NEW;
#endif
            owner[own] = MAILBOXS;
            owner[SLOT(taken)] = WRITERS;
            published = id;
            given = own;
            own = SLOT(taken)
        }
        /* A guess that did not come true never happened. */
        if
        :: early && guess != own -> goto finished
        :: else
        fi;
        MAY_DIE;
        if
        :: late -> lower[given] = id
        :: else
        fi;
        writerMirror = own;
        id++
    od;

dead:
    /* The writer is certainly dead, and the owner makes room for its successor. */
#ifndef MIRROR_DECIDES
    do
    :: first = readerOwn;
        if
        :: first == UNSETTLED
        :: else ->
            mail = SLOT(mailbox);
#ifdef HASTY_SUCCESSION
            break
#else
            if
            :: readerOwn == first -> break
            :: else
            fi
#endif
        fi
    od;
    /* Nonsense is made anew in the code; here none can arise. */
    skip;
    d_step { shared = shared || mail == first; judge() }
    writerMirror = 3 - mail - first;
#endif
#ifdef SUCCESSION_TAKES_LENT
    if
    :: leases > 0 -> writerMirror = readerOwn
    :: else
    fi;
#endif
    early = false;
    goto born;

finished:
    skip
}

active proctype Reader() {
    byte own = 2, given, seen, taken, guess, ahead, id, last, newest, shows;
    bool early, late;

end:
    do
    :: d_step { shows > 0 && nfull(handed) -> shows--; leases++; handed!own, last }
    :: d_step {
#ifndef READER_IGNORES_FENCE
            leases == 0 ->
#endif
            seen = mailbox; newest = published
        }
        if
#ifndef READER_FORGETS_NEW
        :: !(seen & NEW) -> d_step { stale = stale || last < newest; judge() }
#endif
#ifdef READER_FORGETS_NEW
        :: published > 0 ->
#else
        :: seen & NEW ->
#endif
            d_step { readerOwn = UNSETTLED; shows = 0 }
            early = false;
#ifdef READER_NOT_ACQUIRING
            if
            :: skip
            :: guess = SLOT(seen); ahead = lower[guess]; early = true
            fi;
#endif
#ifdef READER_NO_EXCHANGE
            taken = mailbox;
#endif
            d_step {
#ifndef READER_NO_EXCHANGE
                taken = mailbox;
#endif
                mailbox = own;
                owner[own] = MAILBOXS;
                owner[SLOT(taken)] = READERS;
                given = own;
                own = SLOT(taken)
            }
            readerOwn = own;
            if
            :: late -> d_step { torn = torn || lower[given] != last; late = false; judge() }
            :: else
            fi;
            id = record[own];
            d_step {
                twice = twice || id == last;
                backwards = backwards || id < last;
                stale = stale || id < newest;
                last = id;
                judge()
            }
            d_step { torn = torn || upper[own] != id; judge() }
#ifdef READER_NOT_RELEASING
            if
            :: late = true; goto next
            :: skip
            fi;
#endif
            if
            :: early && guess == own -> d_step { torn = torn || ahead != id; judge() }
            :: else -> d_step { torn = torn || lower[own] != id; judge() }
            fi;
            /* The slot stays the reader's, which may show it now. */
            d_step { torn = torn || upper[own] != id || lower[own] != id; shows = 2; judge() }
#ifdef READER_NOT_RELEASING
next:
#endif
#ifdef REACH
            assert(last < FRAMES);
#endif
            skip
        fi
    od
}

active proctype Device() {
    byte slot, id;

end:
    do
    :: handed?slot, id ->
        d_step { torn = torn || upper[slot] != id; judge() }
#ifdef FENCE_TOO_EARLY
        leases--;
#endif
        d_step { torn = torn || lower[slot] != id; slot = 0; id = 0; judge() }
#ifdef LEASES_UNCOUNTED
        leases = 0
#else
#ifndef FENCE_TOO_EARLY
        leases--
#endif
#endif
    od
}
