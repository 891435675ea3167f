/** Hashes, pseudonymising tags, Merkle tree. */
@NullMarked
package se.partnersec.gallra.support.crypto;

import org.jspecify.annotations.NullMarked;
