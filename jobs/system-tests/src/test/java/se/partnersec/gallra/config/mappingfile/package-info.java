@NullMarked
package se.partnersec.gallra.config.mappingfile;

import org.jspecify.annotations.NullMarked;
