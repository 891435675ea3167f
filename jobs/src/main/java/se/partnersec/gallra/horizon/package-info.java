/** Floor 2: what else still holds what was erased, and until when: what people declare, and what servers say themselves. */
@NullMarked
package se.partnersec.gallra.horizon;

import org.jspecify.annotations.NullMarked;
