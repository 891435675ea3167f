/** Tells others over HTTP and by mail that something began, ended or waits: counts and codes only. What cannot be told stops nothing. */
@NullMarked
package se.partnersec.gallra.herald;

import org.jspecify.annotations.NullMarked;
