/** Objects: intents, requests, proof of absence. */
@NullMarked
package se.partnersec.gallra.erasure.object;

import org.jspecify.annotations.NullMarked;
