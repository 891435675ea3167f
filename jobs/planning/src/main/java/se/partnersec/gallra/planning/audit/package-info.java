/** The auditor's check: whether what the ledger says was erased might be erased, by holds and rules that the job cannot write. */
@NullMarked
package se.partnersec.gallra.planning.audit;

import org.jspecify.annotations.NullMarked;
