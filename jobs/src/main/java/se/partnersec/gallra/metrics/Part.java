package se.partnersec.gallra.metrics;

import java.util.function.Consumer;

/**
 * Something that is looked at as a whole: all of its figures are there, or none.
 *
 * @param name of the label {@code part}: a category, or what it is about
 */
public record Part(String name, Consumer<Figures> look) {}
