/**
 * Objects: intents, requests, proof of absence.
 *
 * <p>ETags are blanked with the object keys: of a simple upload the ETag is the MD5 of the content.
 */
@NullMarked
package se.partnersec.gallra.erasure.object;

import org.jspecify.annotations.NullMarked;
