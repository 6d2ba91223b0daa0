import { Title } from "../parts/ui";

export function Review() { return <Title>Review</Title>; }
