@NullMarked
package se.partnersec.gallra.config.settings;

import org.jspecify.annotations.NullMarked;
