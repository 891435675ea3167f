package se.partnersec.gallra.cli.output;

import org.jspecify.annotations.Nullable;

/**
 * A value and the words for it: a person reads the words, JSON has both, as {@code name} and {@code nameText}.
 *
 * @param value code, number, day or moment; null if there is none
 * @param text in the language of the user
 */
public record Coded(@Nullable Object value, String text) {}
