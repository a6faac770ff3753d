/// The room of an agent's memory on disk: which attempts it accepted, what became of them, and which processes it started, so
/// that the process after a kill reports what was finished, says that the rest is lost, and ends what was left running.
///
/// The file is a row of frames: length, checksum (CRC-32C), content. A frame that was cut by a kill ends the file; all before it
/// counts. Everything is appended, many facts in one call; once most of the file is history, what still counts is written
/// to a new file that takes the name of the old one, so its size is bounded by what is unsettled.
///
/// Nothing here calls fsync. What was handed to the operating system outlives the process, and it is the process that gets
/// killed. Power loss ends the bodies along with the file's last frames: a fresh process then knows less of its predecessor,
/// nothing of which still runs, and what it does not report is found lost by the scheduler. So the fsync, some milliseconds a
/// batch, would buy nothing.
///
/// An acknowledgement waits for the next write: without it a result is merely reported once more, which changes nothing.
@NullMarked
package io.tidemill.agent.journal;

import org.jspecify.annotations.NullMarked;
