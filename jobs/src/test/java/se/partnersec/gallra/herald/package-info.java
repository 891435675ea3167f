@NullMarked
package se.partnersec.gallra.herald;

import org.jspecify.annotations.NullMarked;
