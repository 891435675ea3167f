/** Requests of data subjects (GDPR articles 17, 18, 21) and their answers. */
@NullMarked
package se.partnersec.gallra.requests;

import org.jspecify.annotations.NullMarked;
