package se.partnersec.gallra.config.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Whether a host is this machine, whatever anybody's name server says. */
public final class Loopback {
    private Loopback() {}

    /** @param host as in a URI: IPv6 in brackets */
    public static boolean is(String host) {
        // A name could be answered by another machine tomorrow.
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        if (!host.matches("[0-9.]+|\\[[0-9a-fA-F:.]+]")) {
            return false;
        }
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
