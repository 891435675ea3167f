@NullMarked
package se.partnersec.gallra.approval;

import org.jspecify.annotations.NullMarked;
