package se.partnersec.gallra.config.rules;

import java.nio.file.Path;

/** The folder of {@code policy.yml}, {@code sources.yml} and the other configuration files. */
public record ConfigFolder(Path path) {}
