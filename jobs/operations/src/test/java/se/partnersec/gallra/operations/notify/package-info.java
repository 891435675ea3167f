@NullMarked
package se.partnersec.gallra.operations.notify;

import org.jspecify.annotations.NullMarked;
