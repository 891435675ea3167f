@NullMarked
package se.partnersec.gallra.certificate;

import org.jspecify.annotations.NullMarked;
