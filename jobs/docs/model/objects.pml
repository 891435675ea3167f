/* Objects: one record with one object version, intents, requests that a store carries out late, receipts.
 *
 * Attempts: 0 may crash, lose its session or be rolled back anywhere, and may rest between two steps for any time; 1 begins when
 * the lease was given back or the heartbeat has been silent for DEAD ticks, and nothing disturbs it. 1 goes on with the run of 0,
 * or is the next run if that is complete.
 * Time: one tick is 15 s. Step: one SQL statement or COMMIT, one listing, one request; writes appear in the COMMIT step.
 *
 * Sizes: HOLDS (1 or 2), RELEASE (the first hold may be released). ONLY_RECEIPTS leaves all assertions but kept-is-kept out.
 * Controls: NO_GATE, NO_EXPIRY, SIGNED_AFTER, NO_HEARTBEAT, LATE_STORE, WITHDRAWN_BY_NEXT, DOUBT_ENDS_EARLY, DOUBT_FROM_OPEN,
 * ASKER_ONLY, ANSWER_IS_PROOF, SETTLES_UNASKED, FORGETS_KEYS.
 */
#ifndef HOLDS
#define HOLDS 1
#endif
#define NOBODY 9
#define SIGNATURE 1                 /* ExpiringSignature.LIFE: 15 s */
#define DEAD 2                      /* CategoryLease.DEAD_AFTER_SECONDS: 30 s */
#define EXECUTION 1                 /* assumption on the store: from authentication to execution */
#define DOUBT 3                     /* RunLauncher.Patience.doubt: more than SIGNATURE + EXECUTION */
#define MOST 3                      /* ages are counted no further */
#define LAST 1
#define bit(i) (1 << (i))

mtype = { UNSIGNED, SIGNED, SENT, ACCEPTED, CARRIED_OUT, REFUSED,        /* request */
          NONE, OPEN, IN_DOUBT, GONE, WITHDRAWN,                        /* object_intent.state */
          KEPT, IN_FLIGHT, EMPTIED, ERASED };                           /* receipt */

bool row = true, object = true;
byte erasedLines, emptiedLines;     /* ERASED and OBJECT_ONLY items in the ledger */
byte gateX = NOBODY, gateS, leaseS; /* locks: owner of the exclusive one, bits of shared ones */
byte holder = NOBODY; bool free = true, silent; byte beat;      /* lease; heartbeat: stopped for good, ticks since the last */
bool killed[2], superseded[2];      /* session ended by the server; observer: lease taken over */
mtype request[2] = UNSIGNED; byte age[2];                       /* ticks since it was signed, then since it was accepted */
mtype intent[2] = NONE; byte doubt[2];                          /* ticks since the doubt was written down */
bool noted, forgotten;              /* the kept register passes over the record; object_intent.object_key is empty */
bool held[HOLDS]; mtype receipt[HOLDS];

#define ANY(p) (p(0) || p(1))
#define UNSETTLED(i) (intent[i] == OPEN || intent[i] == IN_DOUBT)
#define IS_GONE(i) (intent[i] == GONE)
#define TOLD (emptiedLines > 0 || erasedLines > 0)              /* EmptiedRecords.told */
#define FOUND (ANY(IS_GONE) && !forgotten && !TOLD)             /* EmptiedRecords.all: state = 'GONE' AND object_key <> '' */
#define UNDER_WAY(i) (request[i] == SIGNED || request[i] == SENT || request[i] == ACCEPTED)
#if HOLDS == 2
#define HELD (held[0] || held[1])
#define CALLED_KEPT (held[0] && receipt[0] == KEPT || held[1] && receipt[1] == KEPT)
#else
#define HELD held[0]
#define CALLED_KEPT (held[0] && receipt[0] == KEPT)
#endif
#ifdef NO_EXPIRY
#define VALID(i) true
#else
#define VALID(i) (age[i] <= SIGNATURE)
#endif
#ifdef DOUBT_FROM_OPEN
#define DOUBTED(i) UNSETTLED(i)
#else
#define DOUBTED(i) (intent[i] == IN_DOUBT)
#endif
#ifdef LATE_STORE
#define LATE(i) false
#else
#define LATE(i) (request[i] == ACCEPTED && age[i] >= EXECUTION)
#endif
#define OVERDUE(i) (LATE(i) || i == LAST && (request[i] == SIGNED || request[i] == SENT) && age[i] >= SIGNATURE)
#define AGES(i) (UNDER_WAY(i) && age[i] < MOST || DOUBTED(i) && doubt[i] < MOST)

#define GROW(i) if :: UNDER_WAY(i) && age[i] < MOST -> age[i]++ :: else fi; \
  if :: DOUBTED(i) && doubt[i] < MOST -> doubt[i]++ :: else fi

/* Clock: a tick that changes nothing is left out, so that a standstill is an invalid end state. */
active proctype Clock() {
end:
  do
  :: atomic { !ANY(OVERDUE) && (ANY(AGES) || silent && beat < DEAD) ->
       if :: silent && beat < DEAD -> beat++ :: else fi;
       GROW(0); GROW(1) }
  od
}

/* Heartbeat.beat: stops for good at some time, with its process or without it; until then its age is 0. */
active proctype Beat() {
end: do :: atomic { holder == 0 && !free && !silent -> silent = true } od
}

/* Session of attempt 0: ended while it speaks to the store, by the server or a broken line; its locks are gone. */
active proctype Line() {
end: atomic { (gateS & 1) && UNDER_WAY(0) -> killed[0] = true; gateS = gateS & ~1; leaseS = leaseS & ~1 }
}

/* Store: takes a request while its signature is valid and carries it out some time later; or loses it, or refuses it. */
proctype Store(byte a) {
end:
  if
  :: atomic { request[a] == SENT && VALID(a) -> request[a] = ACCEPTED; age[a] = 0;
#ifndef ONLY_RECEIPTS
       assert(!superseded[a])                        /* fenced: no request of an attempt that was taken over is authenticated */
#endif
     }
  :: atomic { request[a] == SENT && !VALID(a) -> request[a] = REFUSED; age[a] = 0; goto over }
  fi;
  atomic { request[a] = CARRIED_OUT; age[a] = 0;
    assert(!object || !CALLED_KEPT);                 /* kept-is-kept: what a receipt calls kept does not go */
    object = false };
over: skip
}

inline unlock(who) { d_step { gateS = gateS & ~bit(who); leaseS = leaseS & ~bit(who) } }
inline unsend() { if :: request[e] == SIGNED -> request[e] = UNSIGNED; age[e] = 0 :: else fi }
#define MINE (holder == e && !free)
#define SETTLE(i, s) intent[i] = s; doubt[i] = 0              /* ObjectIntentRepository.settle */
#define STATEMENT if :: killed[e] -> goto failed :: else fi   /* the server ended the session */
#define CRASH if :: true :: e < LAST -> goto dead fi
#ifdef SETTLES_UNASKED
#define CONFIRM
#else
#define CONFIRM if :: !MINE -> goto failed :: else fi;
#endif
#ifdef FORGETS_KEYS
#define FORGETTABLE true
#else
#define FORGETTABLE (!row || !ANY(IS_GONE) || TOLD)
#endif

/* Gate and lease: GuardedChunk.enter; LeaseCheck.check throws Fenced. */
inline enter() {
#ifndef NO_GATE
  atomic { gateX == NOBODY -> gateS = gateS | bit(e) };
#endif
  atomic { STATEMENT; if :: MINE -> leaseS = leaseS | bit(e) :: else -> goto failed fi }
}

/* Reconciliation: IntentReconciliation.settle. */
inline reconcile() {
  i = 0;
  do
  :: i > LAST -> i = 0; break
  :: i <= LAST && !UNSETTLED(i) -> i++
  :: i <= LAST && UNSETTLED(i) ->
     atomic { was = intent[i]; ended = (was == IN_DOUBT && doubt[i] >= DOUBT) };    /* eachUnsettled: doubt_until < UTC_TIMESTAMP */
     there = object;                                                               /* ObjectBucket.versionsOf */
#ifdef DOUBT_ENDS_EARLY
     ended = there && was == IN_DOUBT;
#else
     if :: there && ended -> there = object :: else fi;                             /* second listing, after doubt_until */
#endif
     atomic { CONFIRM
       if :: !there -> SETTLE(i, GONE)
          :: there && ended -> SETTLE(i, WITHDRAWN)
#ifdef WITHDRAWN_BY_NEXT
          :: there && was == OPEN -> SETTLE(i, WITHDRAWN)
#elif defined(DOUBT_FROM_OPEN)
          :: there && was == OPEN -> intent[i] = IN_DOUBT
#else
          :: there && was == OPEN -> SETTLE(i, IN_DOUBT)
#endif
          :: else fi;
       was = 0; ended = false; there = false; i++ }
  od
}

proctype Eraser(byte e) {
  byte i; mtype was; bool there, ended, goes, listed, asked, answered, gone, again, doubted;

  /* CategoryLease.take: free, or the heartbeat is silent; LeaseLock.held, LeaseLock.end: a session that keeps the row is ended. */
  atomic { holder == NOBODY && e == 0 || e == 1 && holder == 0 && (free || beat >= DEAD) ->
    if :: !free -> superseded[0] = true; if :: leaseS & 1 -> killed[0] = true; unlock(0) :: else fi :: else fi };
  atomic { leaseS == 0 -> holder = e; free = false; silent = false; beat = 0 };     /* CategoryLease.swap: UPDATE lease */

begin:
  reconcile();                      /* CandidatePages.open: at every step of every attempt */
  CRASH;
  asked = false; answered = false; gone = false;
  /* CandidatePages.next: the kept register passes over what is held; what EmptiedRecords.all finds is a page of its own. */
  if :: noted && HELD && FOUND -> goto chunk :: noted && HELD && !FOUND -> goto doubts :: else fi;

  /* ObjectIntentPrefetch.intend: looks without locks, lists, LeaseCheck.confirm, overtake, INSERT INTO object_intent, COMMIT. */
  goes = row && !HELD;
  if :: !goes -> goto chunk :: else -> listed = object fi;
  atomic { if :: !MINE -> goto failed :: else fi;
    assert(intent[0] != OPEN && intent[1] != OPEN);        /* none-open: nothing is left for overtake to withdraw */
    if :: listed -> SETTLE(e, OPEN) :: else -> if :: UNSETTLED(0) -> SETTLE(0, GONE) :: else fi fi };
  CRASH;

  /* ObjectEraser.request: a transaction of its own, with the gate, ended before the look. */
  enter();
  atomic { STATEMENT; asked = row && !HELD };              /* GuardedChunk.assess: locked and decided anew */
  CRASH;
  if
  :: !asked -> atomic { STATEMENT; if :: intent[e] == OPEN -> SETTLE(e, WITHDRAWN) :: else fi; unlock(e) }     /* wanted */
  :: asked && !listed -> unlock(e)
  :: asked && listed ->
#ifndef SIGNED_AFTER
     atomic { request[e] = SIGNED; age[e] = 0 };           /* ObjectDeleteRequests.ask: signedAt = ObjectBucket.storeTime */
#endif
     atomic { STATEMENT; if :: !MINE -> goto failed :: else fi;                         /* GuardedChunk.maySend: LeaseCheck.confirm */
#ifndef NO_HEARTBEAT
       if :: beat > 0 -> asked = false; unsend(); SETTLE(e, WITHDRAWN); unlock(e); goto chunk :: else fi       /* SELECT beat_at */
#endif
     };
     CRASH;
#ifdef SIGNED_AFTER
     atomic { request[e] = SIGNED; age[e] = 0 };
#endif
     request[e] = SENT;                                    /* VersionDeletion.delete: DeleteObjects, sent once */
     CRASH;
     if                                                    /* DeleteResponseReader, DeletionErrors; then COMMIT */
     :: atomic { request[e] == CARRIED_OUT || e < LAST && request[e] == ACCEPTED -> STATEMENT; answered = true; unlock(e) }
     :: atomic { request[e] == REFUSED -> STATEMENT; SETTLE(e, WITHDRAWN); asked = false; unlock(e) }          /* EXPIRED */
     :: atomic { e < LAST -> STATEMENT; SETTLE(e, IN_DOUBT); unlock(e) }                /* no answer in time */
     :: e < LAST -> goto failed                                                         /* rolled back: the intent stays OPEN */
     fi
  fi;
  CRASH;
  if :: asked -> gone = !object :: else fi;                /* ObjectEraser.look: what the store answered is no proof */
#ifdef ANSWER_IS_PROOF
  if :: answered -> gone = true :: else fi;
#endif
  if :: answered && !gone -> atomic { CONFIRM SETTLE(e, IN_DOUBT) } :: else fi;         /* ObjectEraser.doubt */

chunk:                                                     /* DisposeTasklet.dispose */
  CRASH;
  enter();
  atomic { STATEMENT; goes = row && !HELD };               /* GuardedChunk.assess: the third decision */
  CRASH;
  if :: true :: e < LAST -> goto failed                    /* rolled back */
     :: e < LAST -> unlock(e); goto doubts fi;             /* RecordReader.lock: busy, left to a sweep and in the end to the next run */
  atomic { STATEMENT;                                      /* RowEraser.delete, LedgerWriter.append, COMMIT */
    if
    :: goes && gone -> assert(!HELD);                      /* hold-first: no row is erased whose hold is before the chunk */
       row = false; erasedLines++; assert(erasedLines == 1)                             /* one-line */
    :: row && !goes -> noted = true;                                                    /* KeptRangeRegister.note */
#ifdef ASKER_ONLY
       if :: gone && !TOLD -> emptiedLines++ :: else fi
#else
       if :: (gone || ANY(IS_GONE)) && !TOLD -> emptiedLines++ :: else fi               /* ObjectEraser.emptied */
#endif
    :: else fi;
    again = goes && !gone;
    if :: gone && UNSETTLED(e) -> SETTLE(e, GONE) :: else fi;                           /* ObjectEraser.settle */
    if :: gone && UNSETTLED(0) -> SETTLE(0, GONE) :: else fi;
    unlock(e) };
  CRASH;

doubts:                                                    /* VerifySteps.settleDoubts: IntentReconciliation.await */
  asked = false; answered = false; gone = false; listed = false; goes = false;
  doubted = ANY(UNSETTLED);
end_wait:
  do
  :: ANY(UNSETTLED) -> reconcile(); CRASH; if :: ANY(UNSETTLED) && !MINE -> goto failed :: else fi
  :: else -> break
  od;
  if :: row && doubted && FOUND -> doubted = false; again = false; goto begin           /* emptied: one more attempt */
     :: row && e == LAST && (again || !HELD) -> doubted = false; again = false; goto begin     /* a sweep, or one more run */
     :: else fi;
  atomic { if :: MINE -> forgotten = FORGETTABLE; free = true :: else fi };             /* RunExecutor.forgetKeys, CategoryLease.release */
#ifndef ONLY_RECEIPTS
  if
  :: e == LAST -> atomic {
       assert(row == (erasedLines == 0));
       assert(object <= row);                              /* row-last: no row goes before its object */
       assert(!row || object || emptiedLines == 1);        /* object-only: it has its OBJECT_ONLY line, once */
       assert(emptiedLines <= 1) }
  :: else fi;
#endif
  goto over;
failed:                                                    /* RunExecutor.close, CategoryLease.release */
  atomic { unlock(e); unsend(); if :: MINE -> free = true :: else fi; goto over };
dead:                                                      /* process ended: the heartbeat is silent, the lease is kept */
  atomic { unlock(e); unsend(); if :: MINE -> silent = true :: else fi };
over:
  atomic { i = 0; was = 0; there = 0; ended = 0; goes = 0; listed = 0; asked = 0; answered = 0; gone = 0; again = 0; doubted = 0 }
}

/* HoldService.add; then HoldReceiptService.of: one snapshot (ReadOnlySnapshot) that begins after the COMMIT. */
proctype Placer(byte h) {
  atomic { gateX == NOBODY && gateS == 0 -> gateX = h };
  if :: atomic { held[h] = true; gateX = NOBODY } :: atomic { gateX = NOBODY; goto over } fi;
  atomic {
    if :: !row -> receipt[h] = ERASED
       :: row && ANY(IS_GONE) -> receipt[h] = EMPTIED
       :: row && !ANY(IS_GONE) && ANY(UNSETTLED) -> receipt[h] = IN_FLIGHT
       :: else -> receipt[h] = KEPT; assert(!held[h] || row && object)                  /* kept-is-kept */
    fi };
#ifdef RELEASE
  if :: atomic { h == 0 && gateX == NOBODY && gateS == 0 -> held[h] = false; noted = false } :: true fi;     /* a gate transaction */
#endif
over: skip
}

init {
  atomic {
    run Eraser(0); run Eraser(1); run Store(0); run Store(1); run Placer(0);
#if HOLDS == 2
    run Placer(1)
#endif
  }
}
