@NullMarked
package se.partnersec.gallra.support.exit;

import org.jspecify.annotations.NullMarked;
