/**
 * Blocked addresses.
 *
 * <p>The job reads addresses and indicators although they decide nothing, because it reads every mapped column. A mapping may
 * leave these roles out, and with them the commands on the list.
 */
@NullMarked
package se.partnersec.gallra.holds.blocklist;

import org.jspecify.annotations.NullMarked;
