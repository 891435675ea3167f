package se.partnersec.gallra.erasure.candidate;

import java.util.List;

/** Candidates whatever their clock says: {@code FROM … WHERE …} on rows {@code t}, each by an index of its own. */
record CandidateCondition(String from, List<Object> args) {}
