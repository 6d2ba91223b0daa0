import { Title } from "../parts/ui";

export function Process() { return <Title>Process</Title>; }
export function MeetingView() { return <Title>Meeting</Title>; }
