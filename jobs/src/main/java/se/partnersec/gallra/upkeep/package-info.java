/** Floor 3: how long the suite keeps what it noted about its own work, and how that goes: exported, read back, removed. */
@NullMarked
package se.partnersec.gallra.upkeep;

import org.jspecify.annotations.NullMarked;
