/* Gate: whoever places a hold has his turn, whatever chunks, other people and applications do.
 *
 * Two erasers work chunk after chunk for ever, another person changes fiscal years for ever, an application may keep a row locked
 * for ever. Checked under weak fairness (pan -a -f) of the database and of our own processes; SAFETY_ONLY leaves that out.
 * Time: one tick is 10 s. A chunk keeps the gate BUDGET ticks at most; one chunk once stands still and keeps it FROZEN ticks,
 * until the server ends its session after a minute. A person waits WAIT ticks a try, in TRIES tries.
 * Queue: InnoDB grants locks on a row in the order of the requests; a shared request waits behind an exclusive one that waits.
 *
 * Controls: IMPATIENT (one try of 10 s), ONE_TRY (one try of 60 s), NO_QUEUE (shared requests pass waiting exclusive ones),
 * WAIT_FOR_ROWS (a chunk waits for a source row while it has the gate, without a time-out).
 */
#define BUDGET 1                    /* GateBudget.WHOLE, innodb_lock_wait_timeout 1 s behind the gate */
#define FROZEN 7
#ifdef IMPATIENT
#define WAIT 1
#define TRIES 1
#else
#define WAIT 6                      /* ErasureGate.LONG_WAIT */
#ifdef ONE_TRY
#define TRIES 1
#else
#define TRIES 2                     /* ErasureGate.PATIENCE: a try that begins within 61 s is carried through */
#endif
#endif
#define OTHER 2
#define PERSON 3
#define bit(i) (1 << (i))

chan queue = [4] of { byte };       /* requests for the gate row that wait */
byte gateS, gateX;                  /* bits of the holders */
byte kept[3], waited;               /* ticks */
bool frozen[2], stoodStill, waiting, rowLocked, placed;

#ifdef WAIT_FOR_ROWS
#define BLOCKED rowLocked
#else
#define BLOCKED false               /* SKIP LOCKED: RowReader.Lock.UPDATE_SKIP, SHARE_SKIP */
#endif
#define IN_TIME(e) (!(gateS & bit(e)) || BLOCKED || kept[e] < (frozen[e] -> FROZEN : BUDGET))
/* Grant: the database gives a lock that is free to the first who waits, before time goes on. */
#define GRANT (len(queue) > 0 && gateX == 0 && (gateS == 0 || queue ? [0] || queue ? [1]))

active proctype Clock() {
  do
  :: atomic { IN_TIME(0) && IN_TIME(1) && !GRANT && (gateX != bit(OTHER) || kept[OTHER] < BUDGET) && (!waiting || waited < WAIT) ->
       if :: (gateS & bit(0)) && kept[0] < FROZEN -> kept[0]++ :: else fi;
       if :: (gateS & bit(1)) && kept[1] < FROZEN -> kept[1]++ :: else fi;
       if :: gateX == bit(OTHER) -> kept[OTHER]++ :: else fi;
       if :: waiting -> waited++ :: else fi }
  od
}

proctype Chunk(byte e) {
  do
  :: /* ErasureGate.enter: SELECT v FROM gate LOCK IN SHARE MODE. */
#ifdef NO_QUEUE
     atomic { gateX == 0 -> gateS = gateS | bit(e); kept[e] = 0 };
#else
     queue ! e;
     atomic { queue ? [eval(e)] && gateX == 0 -> queue ? eval(e); gateS = gateS | bit(e); kept[e] = 0 };
#endif
     if :: !stoodStill -> atomic { stoodStill = true; frozen[e] = true } :: true fi;
     /* DisposeTasklet.dispose, RecordReader.lock, COMMIT; or KILL, which frees the gate of a session that stands still. */
     atomic { !BLOCKED && (!frozen[e] || kept[e] == FROZEN) -> gateS = gateS & ~bit(e); frozen[e] = false; kept[e] = 0 }
  od
}

/* FiscalYearRepository, BookImportService and others: gate transactions of other people, one after the other. */
active proctype Other() {
  do
  :: queue ! OTHER;
     atomic { queue ? [eval(OTHER)] && gateX == 0 && gateS == 0 -> queue ? eval(OTHER); gateX = bit(OTHER); kept[OTHER] = 0 };
     gateX = 0
  od
}

/* HoldService.add: ErasureGate.advance, CALL advance_gate until it is carried out. */
active proctype Person() {
  byte tries;
  do
  :: tries == TRIES -> assert(placed); break            /* not-given-up */
  :: tries < TRIES -> tries++;
     atomic { queue ! PERSON; waiting = true; waited = 0 };
     if
     :: atomic { queue ? [eval(PERSON)] && gateX == 0 && gateS == 0 -> queue ? eval(PERSON); gateX = bit(PERSON); waiting = false };
        atomic { placed = true; gateX = 0 };
        break
     :: atomic { waited == WAIT -> queue ?? eval(PERSON); waiting = false }         /* error 1205 */
     fi
  od
}

active proctype Application() {
  if
  :: rowLocked = true; rowLocked = false
  :: rowLocked = true               /* idle in its transaction for ever */
  :: true
  fi
}

init { atomic { run Chunk(0); run Chunk(1) } }

#ifndef SAFETY_ONLY
ltl turn { <> placed }              /* turn: the hold is placed */
#endif
