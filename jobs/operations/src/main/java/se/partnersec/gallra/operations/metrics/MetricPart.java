package se.partnersec.gallra.operations.metrics;

import java.util.function.Consumer;

/**
 * Something that is looked at as a whole: all of its figures are there, or none.
 *
 * @param name of the label {@code part}: a category, or what it is about
 */
public record MetricPart(String name, Consumer<MetricSnapshot> look) {}
