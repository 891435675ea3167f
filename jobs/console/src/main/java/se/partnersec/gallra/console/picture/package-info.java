/** Pictures of what tables and results say, drawn by the server. */
@NullMarked
package se.partnersec.gallra.console.picture;

import org.jspecify.annotations.NullMarked;
