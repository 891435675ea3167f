@NullMarked
package se.partnersec.planted.categories;

import org.jspecify.annotations.NullMarked;
