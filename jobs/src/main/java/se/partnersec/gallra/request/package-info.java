/** What data subjects ask for: erasure, restriction, objection (GDPR 17, 18, 21), and what they are answered. */
@NullMarked
package se.partnersec.gallra.request;

import org.jspecify.annotations.NullMarked;
