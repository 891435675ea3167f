@NullMarked
package se.partnersec.gallra.database.catalog;

import org.jspecify.annotations.NullMarked;
