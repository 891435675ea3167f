/** Floor 2: what an account may do in the bucket: writes policies of least rights, and judges those of others. */
@NullMarked
package se.partnersec.gallra.access;

import org.jspecify.annotations.NullMarked;
