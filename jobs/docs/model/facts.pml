/* Facts: one chunk that locks a record with what decides about it, beside applications that add a fact or move the record.
 *
 * Rows: the record (in table "records", child of parent 0), one fact on the record that keeps nothing, parent 1 with a fact
 * that keeps. What would keep the record: a fact on the fact (ON_FACT), on the record (ON_RECORD), on parent 0 (ON_PARENT), or the
 * record's move to parent 1 (MOVED). Each application transaction does one of the four.
 * Step: one SQL statement or one COMMIT; each reading statement of the chunk sees what is committed then (READ COMMITTED).
 * Not counted on: the refusal of DELETE by foreign keys of the database; it would only help.
 *
 * KEYS=1: the application's inserts lock the row they point at shared, as foreign keys do. KEYS=0: foreign_key_checks = 0.
 * Controls: SHARED (facts with facts on them locked shared), NO_COMPARE (no plain read after SKIP LOCKED), NO_LAST_LOOK,
 * NO_LOOK_AFTER (no FACT_CAME_LATE), STALE_POINTER (parents not compared once the record is locked).
 * Fault that a check adds: DIES (the process may end between its COMMIT and the look after it).
 */
#ifndef KEYS
#define KEYS 1
#endif
#define NOBODY 9
#define CHUNK 7
#define bit(i) (1 << (i))

mtype = { ON_FACT, ON_RECORD, ON_PARENT, MOVED };

bool onFact, onRecord, onParent;            /* committed rows of facts */
byte parent;                                /* committed pointer of the record */
bool record = true, fact = true;            /* committed rows */
byte recordX = NOBODY, factX = NOBODY, parentX[2] = NOBODY;     /* owners of exclusive locks */
byte recordS, factS, parentS[2];            /* bits of shared locks */
bool erased, afterLook, reported;
bool keptAtLook;                            /* observer: a keeping fact was committed when the last look began */

#define KEEPS (onFact || onRecord || (parent == 0 && onParent) || parent == 1)
#define FREE(x, s, me) ((x == NOBODY || x == me) && (s & ~bit(me)) == 0)

/* Application: foreign-key check (shared lock on the row pointed at), INSERT or UPDATE, COMMIT or ROLLBACK. */
proctype Application(byte me) {
  mtype what; bool there = true;
  if :: what = ON_FACT :: what = ON_RECORD :: what = ON_PARENT :: what = MOVED fi;
  if
  :: what == ON_FACT ->
#if KEYS
     atomic { factX == NOBODY -> there = fact; if :: there -> factS = factS | bit(me) :: else -> goto over fi };
#endif
     if :: onFact = true :: true fi;
     factS = factS & ~bit(me)
  :: what == ON_RECORD ->
#if KEYS
     atomic { recordX == NOBODY -> there = record; if :: there -> recordS = recordS | bit(me) :: else -> goto over fi };
#endif
     if :: onRecord = true :: true fi;
     recordS = recordS & ~bit(me)
  :: what == ON_PARENT ->
#if KEYS
     atomic { parentX[0] == NOBODY -> parentS[0] = parentS[0] | bit(me) };
#endif
     if :: onParent = true :: true fi;
     parentS[0] = parentS[0] & ~bit(me)
  :: what == MOVED ->
     atomic { FREE(recordX, recordS, me) -> if :: record -> recordX = me :: else -> goto over fi };
#if KEYS
     atomic { parentX[1] == NOBODY -> parentS[1] = parentS[1] | bit(me) };
#endif
     if :: atomic { parent = 1; recordX = NOBODY } :: recordX = NOBODY fi;
     parentS[1] = parentS[1] & ~bit(me)
  fi;
over: skip
}

active proctype Chunk() {
  byte before, p; bool sawFact, sawOnRecord, sawOnFact, sawOnParent;

  /* RecordReader.lockParents: pointers read plainly, then parents FOR UPDATE SKIP LOCKED. */
  before = parent;
  atomic { if :: FREE(parentX[before], parentS[before], CHUNK) -> parentX[before] = CHUNK :: else -> goto later fi };
  /* RecordReader.read: records FOR UPDATE SKIP LOCKED; their pointers are those of the locked rows (parentsHeld). */
  atomic { if :: FREE(recordX, recordS, CHUNK) && record -> recordX = CHUNK; p = parent :: else -> goto later fi };
#ifdef STALE_POINTER
  p = before;
#endif
  if :: p != before -> goto later :: else fi;
  /* FactReader.read, facts on parents: RowReader.owned locks those it sees shared, then keysByOwner reads again. */
  sawOnParent = (p == 0 && onParent);
#ifndef NO_COMPARE
  if :: sawOnParent != (p == 0 && onParent) -> goto later :: else fi;
#endif
  /* FactReader.read, facts on the record that have facts: FOR UPDATE SKIP LOCKED, then keysByOwner. */
  atomic {
#ifdef SHARED
    if :: factX == NOBODY -> factS = factS | bit(CHUNK); sawFact = fact :: else -> sawFact = false fi;
#else
    if :: FREE(factX, factS, CHUNK) -> factX = CHUNK; sawFact = fact :: else -> sawFact = false fi;
#endif
    sawOnRecord = onRecord };
#ifndef NO_COMPARE
  if :: sawFact != fact || sawOnRecord != onRecord -> goto later :: else fi;
#endif
  /* FactReader.read, facts on facts: of the facts that were locked; shared, then keysByOwner. */
  sawOnFact = (sawFact && onFact);
#ifndef NO_COMPARE
  if :: sawOnFact != (sawFact && onFact) -> goto later :: else fi;
#endif
  /* Assessor.assess: RetentionPolicy.decide on what was locked; then RowEraser.delete. */
  if :: sawOnParent || sawOnRecord || sawOnFact || p == 1 -> goto later :: else fi;
  keptAtLook = KEEPS;
#ifndef NO_LAST_LOOK
  /* GuardedChunk.late, FactReader.late: keysByOwner of each table of facts; rollbackToSavepoint if there is one more. */
  if :: p == 0 && onParent -> goto later :: else fi;
  if :: onRecord -> goto later :: else fi;
  if :: sawFact && onFact -> goto later :: else fi;
#endif
  /* LedgerWriter.append and COMMIT. */
  atomic {
#if KEYS
    assert(!KEEPS);                         /* facts-first: with keys no fact is committed that keeps what is erased */
#endif
    assert(!keptAtLook);                    /* facts-looked: without keys none that was committed before the last look */
    record = false; erased = true; afterLook = KEEPS
  };
later:
  atomic {
    if :: recordX == CHUNK -> recordX = NOBODY :: else fi;
    if :: factX == CHUNK -> factX = NOBODY :: else fi;
    if :: parentX[0] == CHUNK -> parentX[0] = NOBODY :: else fi;
    if :: parentX[1] == CHUNK -> parentX[1] = NOBODY :: else fi;
    factS = factS & ~bit(CHUNK)
  };
#ifdef DIES
  if :: true :: goto ended fi;
#endif
#ifndef NO_LOOK_AFTER
  /* LateFacts.look: the same question in a transaction of its own, after the COMMIT. */
  reported = erased && ((before == 0 && onParent) || onRecord || (sawFact && onFact));
#endif
ended:
  assert(!afterLook || reported)            /* facts-reported: one that came between look and COMMIT is FACT_CAME_LATE */
}

init { atomic { run Application(1); run Application(2) } }
