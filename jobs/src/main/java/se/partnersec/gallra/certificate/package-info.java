/** Floor 7: what certifies that records were destroyed, and tells later whether a certificate still holds. */
@NullMarked
package se.partnersec.gallra.certificate;

import org.jspecify.annotations.NullMarked;
