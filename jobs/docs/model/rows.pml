/* Rows: the transaction of one page (DisposeTasklet) beside people, an application and a second eraser.
 *
 * Step: one SQL statement or one COMMIT. Writes of a transaction appear in its COMMIT step, because READ COMMITTED shows them
 * to nobody before; locks are taken statement by statement. Pause: any process may rest between two steps for any time.
 * Crash: the server rolls back; a session that outlives its process is a pause before that.
 *
 * Sizes: RECORDS, HOLDS, ERASERS (1 or 2), TRIES (attempts of each eraser), LOCKS (rows the application locks in turn).
 * Faults that a check adds: LOST_PRIMARY, GATE_SET_BACK. Controls: NO_GATE, NO_GATE_LOG, NO_LOG_KEY, LEASE_ONCE, TOKEN_ONLY,
 * CACHE_FOREVER, ONE_PERSON, POSITION_AHEAD, LEDGER_APART.
 */
#ifndef RECORDS
#define RECORDS 1
#endif
#ifndef HOLDS
#define HOLDS 1
#endif
#ifndef ERASERS
#define ERASERS 2
#endif
#ifndef TRIES
#define TRIES 2
#endif
#ifndef LOCKS
#define LOCKS 0
#endif
#define NOBODY 9
#define NEVER 255
#define APP 8
#define bit(i) (1 << (i))

byte gate, gateLog;                 /* gate.v and MAX(gate_log.epoch) */
byte gateX = NOBODY, gateS;         /* locks on the gate row: owner of the exclusive one, bits of shared ones */
byte token, taking, takings;        /* lease.token, lease.taking; takings: numbers given out, as UUIDs are */
byte leaseS;                        /* shared locks on the lease row; an exclusive one lasts one step */
byte lock[RECORDS] = NOBODY;        /* exclusive locks on records */
bool present[RECORDS] = true;
byte lines[RECORDS];                /* ERASED items in the ledger */
byte step, position;                /* 0 dispose, 1 sweep, 2 closed; position in BATCH_STEP_EXECUTION_CONTEXT */
byte on[HOLDS] = NOBODY;            /* record of each hold, once it is committed */
bool acknowledged[HOLDS];
bool released[HOLDS];               /* row in approved_release */
bool byTwo[HOLDS];                  /* observer: two different people stand behind that row */
bool killed[2];                     /* session ended by the server: the next statement fails */
byte holder = NOBODY;               /* observer: who took the lease last */
bool met[RECORDS];                  /* observer: a committed chunk of dispose met the record */

#if HOLDS == 2
#define HELD(r) ((on[0] == r && !released[0]) || (on[1] == r && !released[1]))
#define KEPT(r) ((on[0] == r && !byTwo[0]) || (on[1] == r && !byTwo[1]))
#else
#define HELD(r) (on[0] == r && !released[0])
#define KEPT(r) (on[0] == r && !byTwo[0])
#endif
#ifdef TOKEN_ONLY
#define MINE (token == myToken)
#else
#define MINE (taking == my)         /* LeaseCheck.check compares the number of the taking */
#endif

inline unlock(who) {
  d_step {
    gateS = gateS & ~bit(who); leaseS = leaseS & ~bit(who);
    if :: lock[0] == who -> lock[0] = NOBODY :: else fi;
#if RECORDS == 2
    if :: lock[1] == who -> lock[1] = NOBODY :: else fi
#endif
  }
}

/* Statement of a session that the server may have ended: SqlErrorClassifier.Kind.TRANSIENT, RunExecutor tries again. */
#define STATEMENT if :: killed[e] -> goto attempt :: else fi
#define CRASH if :: true :: goto over fi

proctype Eraser(byte e) {
  byte my, myToken, myStep, pos, epoch, cached, readAt = NEVER, tries;
  bool goes;

  /* CategoryLease.take: the holder seems dead and keeps its row; LeaseLock.end: KILL. Any heart may seem dead at any time. */
  if :: atomic { e == 1 && (leaseS & bit(0)) -> killed[0] = true; unlock(0) } :: true fi;
  /* CategoryLease.swap: UPDATE lease SET token = token + 1, taking = ?; waits for the shared locks on the row. */
  atomic { leaseS == 0 -> token++; takings++; taking = takings; my = takings; myToken = token; holder = e };

attempt:
  atomic { unlock(e); killed[e] = false; goes = false; epoch = 0; cached = 0; readAt = NEVER; pos = 0;
    if :: tries == TRIES -> goto over :: else -> tries++ fi };
  /* CategoryLease.settle: SELECT taking FROM lease FOR UPDATE, alone at the row, so every earlier COMMIT has an outcome.
     Spring Batch: the step goes on at the position of its last commit; ErasureJob makes new caches. */
  atomic { leaseS == 0 -> if :: !MINE -> goto over :: else fi; myStep = step; pos = position };

page:
  if :: myStep == 2 -> goto over
     :: myStep < 2 && pos == RECORDS -> goto last
     :: else
  fi;
  /* ErasureGate.enter: SELECT v FROM gate LOCK IN SHARE MODE; SELECT MAX(epoch) FROM gate_log, else Mismatch ends the run. */
#ifdef NO_GATE
  epoch = gate;
#else
  atomic { gateX == NOBODY -> gateS = gateS | bit(e); epoch = gate };
#endif
#ifndef NO_GATE_LOG
  if :: gateLog != epoch -> goto over :: else fi;
#endif
  CRASH;
#ifndef LEASE_ONCE
  /* LeaseCheck.check: SELECT taking FROM lease LOCK IN SHARE MODE, else Fenced. */
  atomic { STATEMENT; if :: !MINE -> goto over :: else -> leaseS = leaseS | bit(e) fi };
  CRASH;
#endif
  /* RecordReader.lock: FOR UPDATE SKIP LOCKED, and a plain read that tells gone from busy; busy is left to the sweep. */
  atomic { STATEMENT; if :: lock[pos] == NOBODY -> lock[pos] = e; goes = present[pos] :: else -> goes = false fi };
  CRASH;
  /* Assessor.assess: RecordHolds.of, HoldRepository.few through ErasureGate.Cache, read again when the epoch is another. */
  atomic { STATEMENT;
#ifdef CACHE_FOREVER
    if :: readAt == NEVER ->
#else
    if :: readAt != epoch ->
#endif
          readAt = epoch; cached = 0;
          if :: HELD(0) -> cached = cached | 1 :: else fi;
#if RECORDS == 2
          if :: HELD(1) -> cached = cached | 2 :: else fi
#endif
       :: else fi;
    goes = goes && !(cached & bit(pos)) };
  CRASH;
  /* RowEraser.delete, LedgerWriter.append, CandidatePages.update, COMMIT. */
  if
  :: atomic { !killed[e] ->
       assert(holder == e);                          /* one-holder: nobody commits under a lease that another one took */
       assert(!goes || !KEPT(pos));                  /* hold-first: nothing is erased whose hold is before the chunk */
       if :: goes -> assert(present[pos]); present[pos] = false;
#ifndef LEDGER_APART
             lines[pos]++; assert(lines[pos] == 1)   /* one-line: what is erased is in the ledger once */
#endif
          :: else fi;
       if :: myStep == 0 -> met[pos] = true :: else fi;
       unlock(e);
       if :: myStep == step -> position = pos + 1 :: else fi;
#ifdef LEDGER_APART
       goto ledger
#else
       if :: pos++; goes = false; epoch = 0; goto page
          /* Reply lost: Spring Batch puts the old context back; the records are met a second time. */
          :: if :: myStep == step -> position = pos :: else fi; goto attempt
       fi
#endif
     }
  /* Rollback: deadlock, time-out, DataAccessException. */
  :: atomic { unlock(e);
#ifdef POSITION_AHEAD
       if :: myStep == step -> position = pos + 1 :: else fi;
#endif
       goto attempt }
  :: killed[e] -> goto attempt
  :: goto over
  fi;

#ifdef LEDGER_APART
ledger:
  CRASH;
  atomic { if :: goes -> lines[pos]++; assert(lines[pos] == 1) :: else fi; pos++; goes = false; epoch = 0; goto page };
#endif

last:
  /* TaskletSteps.step (verify): LeaseCheck.confirm in the transaction that ends the step. */
  atomic { if :: !MINE -> goto over :: else fi;
    if :: myStep == 0 && step == 0 ->
#if RECORDS == 2
          assert(met[0] && met[1]);                  /* none-passed-over: dispose ends when it has met every record */
#else
          assert(met[0]);
#endif
          met[0] = false;
#if RECORDS == 2
          met[1] = false;
#endif
       :: else fi;
    if :: step == myStep -> step++; position = 0 :: else fi;
    myStep = step; pos = 0;
    if :: step == 2 ->                               /* RunExecutor.close: closing row of the ledger, under gate and lease */
          assert(present[0] == (lines[0] == 0));
#if RECORDS == 2
          assert(present[1] == (lines[1] == 0));
#endif
       :: else fi };
  CRASH;
  goto page;

over:
  atomic { unlock(e); my = 0; myToken = 0; myStep = 0; pos = 0; epoch = 0; cached = 0; readAt = 0; tries = 0; goes = false }
}

/* HoldService.add: ErasureGate.advance (CALL advance_gate), INSERT INTO hold (trigger hold_placed), AuditLog.note, COMMIT. */
proctype Placer(byte h) {
  byte r;
  if :: r = 0
#if RECORDS == 2
     :: r = 1
#endif
  fi;
  if :: atomic { gateX == NOBODY && gateS == 0 -> gateX = 4 + h }    /* UPDATE gate SET v = v + 1: the exclusive lock */
     :: goto over
  fi;
#ifndef NO_LOG_KEY
  /* Trigger gate_step: INSERT INTO gate_log; its primary key refuses an epoch that was reached before. */
  if :: atomic { gate + 1 <= gateLog -> gateX = NOBODY; goto over } :: else fi;
#endif
  if :: atomic { gate++; gateLog = gate; on[h] = r; gateX = NOBODY }  /* COMMIT */
     :: atomic { gateX = NOBODY; goto over }                          /* rollback or crash */
  fi;
  acknowledged[h] = true;                                             /* HoldService.add returns the hold */
over: r = 0
}

/* Release: person 1 asks (approval_request), somebody approves, INSERT INTO approved_release (trigger hold_released). */
proctype Release() {
  byte who;
  if :: acknowledged[0] :: goto over fi;
  if :: who = 1 :: who = 2 fi;
  atomic { gateX == NOBODY && gateS == 0 -> gateX = 6 };
#ifndef NO_LOG_KEY
  if :: atomic { gate + 1 <= gateLog -> gateX = NOBODY; goto over } :: else fi;
#endif
  if
#ifdef ONE_PERSON
  :: atomic { gate++; gateLog = gate; released[0] = true; byTwo[0] = (who != 1); gateX = NOBODY }
#else
  /* Triggers approval_given and hold_released compare the names; view valid_release compares them again. */
  :: atomic { who != 1 -> gate++; gateLog = gate; released[0] = true; byTwo[0] = true; gateX = NOBODY }
#endif
  :: atomic { gateX = NOBODY }
  fi;
over: who = 0
}

/* Application: SELECT ... FOR UPDATE on a record, kept for a while. */
active proctype Application() {
  byte n;
  do
  :: n < LOCKS -> n++;
     if :: atomic { lock[0] == NOBODY && present[0] -> lock[0] = APP }; lock[0] = NOBODY
#if RECORDS == 2
        :: atomic { lock[1] == NOBODY && present[1] -> lock[1] = APP }; lock[1] = NOBODY
#endif
        :: break
     fi
  :: else -> break
  od;
  n = 0
}

#ifdef GATE_SET_BACK
/* Trigger gate_step dropped for one statement: UPDATE gate SET v = v - 1. */
active proctype Intruder() {
end: atomic { gate > 0 && gateX == NOBODY && gateS == 0 -> gate-- }
}
#endif

#ifdef LOST_PRIMARY
/* Primary lost after the first taking: its successor has the lease row of before; all sessions end. */
active proctype Failover() {
end: atomic { takings == 1 -> token = 0; taking = 0; killed[0] = true; unlock(0) }
}
#endif

init {
  atomic {
    run Eraser(0);
#if ERASERS == 2
    run Eraser(1);
#endif
    run Placer(0);
#if HOLDS == 2
    run Placer(1);
#endif
#ifndef NO_RELEASE
    run Release()
#endif
  }
}
