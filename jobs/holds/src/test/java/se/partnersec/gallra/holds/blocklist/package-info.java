@NullMarked
package se.partnersec.gallra.holds.blocklist;

import org.jspecify.annotations.NullMarked;
