package se.partnersec.gallra.runs.launch;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** How this process is named to others that wait for it: host and process number. */
public final class ThisProcess {
    private ThisProcess() {}

    public static String name() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "unknown host";
        }
        return host + " pid " + ManagementFactory.getRuntimeMXBean().getPid();
    }
}
