package se.partnersec.gallra.policy;

import java.time.LocalDate;

/** An accepted request for erasure: received and accepted on these days (GDPR Art. 12(3), 17). */
public record ErasureRequest(LocalDate received, LocalDate accepted) {}
