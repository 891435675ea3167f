package se.partnersec.gallra.console.person;

import java.time.Instant;
import se.partnersec.gallra.cli.output.CommandPage;

/** Result of a command, and when it was asked for. */
public record DatedPage(CommandPage page, Instant at) {}
