@NullMarked
package se.partnersec.gallra.database.check;

import org.jspecify.annotations.NullMarked;
