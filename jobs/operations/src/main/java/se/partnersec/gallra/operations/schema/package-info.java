/** Tables of the suite and rights of its accounts. */
@NullMarked
package se.partnersec.gallra.operations.schema;

import org.jspecify.annotations.NullMarked;
