@NullMarked
package se.partnersec.gallra.requests;

import org.jspecify.annotations.NullMarked;
