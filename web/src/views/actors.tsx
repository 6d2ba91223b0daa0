import { Title } from "../parts/ui";

export function Actors() { return <Title>Actors</Title>; }
export function ActorView() { return <Title>Actor</Title>; }
