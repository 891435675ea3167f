/** Tables of a business that nobody has mapped yet: what names, types, keys and samples say of them; reads only. */
@NullMarked
package se.partnersec.gallra.planning.survey;

import org.jspecify.annotations.NullMarked;
