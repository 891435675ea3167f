package se.partnersec.gallra.config.settings;

import java.util.Properties;

/** Database and object store of a demonstration, started by the suite itself. */
public interface EmbeddedServers {
    /** Starts them unless they run; addresses and accounts for {@link GallraSettings#from}. */
    Properties start();
}
