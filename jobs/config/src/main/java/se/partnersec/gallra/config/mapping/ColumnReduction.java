package se.partnersec.gallra.config.mapping;

/**
 * A column of a record that is reduced to what the books need, and what becomes of it.
 *
 * @param constant the word for everybody; empty unless the strategy is a constant
 * @param line where the mapping file names it
 */
public record ColumnReduction(String column, Anonymisation strategy, String constant, boolean pseudonymous, int line) {}
