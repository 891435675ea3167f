@NullMarked
package se.partnersec.gallra.database.schema;

import org.jspecify.annotations.NullMarked;
